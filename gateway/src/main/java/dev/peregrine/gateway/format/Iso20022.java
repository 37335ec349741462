package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.gateway.mapping.MappingInput;
import dev.peregrine.gateway.mapping.MessageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads messages of ISO 20022: payments to decide on, or reports of what became of them. */
public final class Iso20022 implements Format {
    /** Name of the format's table. */
    public static final String TABLE = "iso20022";

    private static final int MAX_LENGTH = 1024 * 1024;
    private static final int MAX_TRANSACTIONS = 1000;
    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:";
    private static final String ATTRIBUTES = "attributes.";
    private static final Set<String> MEDIA_TYPES = Set.of("application/xml", "text/xml");

    private final FormatTable table;
    private final boolean isPayments;

    private Iso20022(FormatTable table, boolean isPayments) {
        this.table = table;
        this.isPayments = isPayments;
    }

    /** Takes pain.001 and pacs.008. */
    public static Iso20022 payments(FormatTable table) {
        return new Iso20022(table, true);
    }

    /** Takes pacs.004, camt.056 and camt.029. */
    public static Iso20022 reports(FormatTable table) {
        return new Iso20022(table, false);
    }

    @Override
    public String name() {
        return TABLE;
    }

    @Override
    public int maxLength() {
        return MAX_LENGTH;
    }

    @Override
    public boolean takes(String mediaType) {
        return MEDIA_TYPES.contains(mediaType);
    }

    @Override
    public String mediaTypes() {
        return "application/xml";
    }

    @Override
    public FormatRequest read(byte[] body, int length, FormatCall call) throws FormatException {
        XmlReader.Document document = XmlReader.read(body, length);
        String version = version(document);
        IsoMessage kind = kind(version);
        XmlElement message = document.root().child(kind.root());
        if (message == null) {
            throw FormatException.field("Document/" + kind.root(), "is missing");
        }
        List<IsoTransaction> transactions = transactions(kind, message);
        Optional<IsoTotals.Mismatch> mismatch =
                transactions.size() > MAX_TRANSACTIONS
                        ? Optional.of(
                                new IsoTotals.Mismatch(
                                        "too_many",
                                        "more than " + MAX_TRANSACTIONS + " transactions"))
                        : totals(kind, message, transactions);
        List<List<FormatEvent>> events = new ArrayList<>();
        if (mismatch.isEmpty()) {
            for (IsoTransaction transaction : transactions) {
                events.add(events(kind, transaction, call));
            }
        }
        IsoReport report = new IsoReport(table, kind, version, message, call.nowNs());
        return new IsoRequest(report, transactions, events, mismatch);
    }

    private static String version(XmlReader.Document document) throws FormatException {
        if (!document.root().name().equals("Document")
                || !document.namespace().startsWith(NAMESPACE)) {
            throw FormatException.malformed(
                    "the outermost element must be Document in a namespace " + NAMESPACE + "...");
        }
        return document.namespace().substring(NAMESPACE.length());
    }

    private IsoMessage kind(String version) throws FormatException {
        String name = table.code("versions").meaning(version);
        IsoMessage kind = name == null ? null : IsoMessage.of(name);
        if (kind == null) {
            throw FormatException.malformed(
                    "the version of the message is not taken; taken are "
                            + String.join(", ", table.code("versions").meanings().keySet()));
        }
        if (kind.isPayment() != isPayments) {
            throw FormatException.malformed(
                    kind.id()
                            + " is taken at /v1/iso20022/"
                            + (kind.isPayment() ? "payments" : "reports"));
        }
        return kind;
    }

    private static List<IsoTransaction> transactions(IsoMessage kind, XmlElement message) {
        List<IsoTransaction> transactions = new ArrayList<>();
        List<XmlElement> groups =
                kind.group().isEmpty() ? List.of(message) : message.all(kind.group());
        for (XmlElement group : groups) {
            for (XmlElement element : group.all(kind.transaction())) {
                transactions.add(new IsoTransaction(message, group, element));
            }
        }
        return transactions;
    }

    private static Optional<IsoTotals.Mismatch> totals(
            IsoMessage kind, XmlElement message, List<IsoTransaction> transactions) {
        if (transactions.isEmpty()) {
            return Optional.of(new IsoTotals.Mismatch("no_count", "there is no transaction"));
        }
        List<XmlElement> all = transactions.stream().map(IsoTransaction::element).toList();
        boolean hasHeader = kind.isPayment() || kind == IsoMessage.PACS_004;
        String place = hasHeader ? "GrpHdr" : "CtrlData";
        XmlElement header = message.child(place);
        if (header == null) {
            return hasHeader
                    ? Optional.of(new IsoTotals.Mismatch("no_count", "GrpHdr is missing"))
                    : Optional.empty();
        }
        Optional<IsoTotals.Mismatch> mismatch =
                IsoTotals.check(header, place, hasHeader, kind, all);
        if (kind == IsoMessage.PAIN_001) {
            for (XmlElement group : message.all(kind.group())) {
                if (mismatch.isEmpty()) {
                    mismatch =
                            IsoTotals.check(
                                    group,
                                    kind.group(),
                                    false,
                                    kind,
                                    group.all(kind.transaction()));
                }
            }
        }
        return mismatch;
    }

    /** What a transaction becomes; of a report that tells nothing of interest, nothing. */
    private List<FormatEvent> events(IsoMessage kind, IsoTransaction transaction, FormatCall call) {
        MappingInput input = new MappingInput(transaction, call.tokens(), call.nowNs());
        List<FormatEvent> events = new ArrayList<>();
        for (MessageTable message : table.messages().values()) {
            if (message.name().equals(kind.id()) || message.name().equals(kind.id() + " label")) {
                MappedFields fields =
                        message.map(
                                input, target -> TenantAttributes.wants(target, call.attributes()));
                TenantAttributes.fit(fields, call.attributes());
                if (message.event() == EventKind.DECISION) {
                    attributes(transaction, fields, call);
                }
                if (message.event() != EventKind.LABEL || LabelKinds.tells(fields)) {
                    events.add(new FormatEvent(message.event(), fields));
                }
            }
        }
        return events;
    }

    /** The tenant's own attributes come as supplementary data; what they may be is its policy's. */
    private static void attributes(
            IsoTransaction transaction, MappedFields fields, FormatCall call) {
        for (XmlElement data : transaction.element().all("SplmtryData")) {
            XmlElement envelope = data.child("Envlp");
            XmlElement attributes = envelope == null ? null : envelope.child("Attributes");
            if (attributes != null) {
                attributes
                        .children()
                        .forEach(
                                child ->
                                        fields.put(
                                                ATTRIBUTES + child.name().replace('.', '_'),
                                                child.text()));
            }
        }
        TenantAttributes.read(fields, call.attributes());
    }
}
