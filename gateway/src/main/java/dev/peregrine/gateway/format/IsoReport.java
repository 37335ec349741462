package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.CardNumberScan;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.mapping.CodeTable;
import dev.peregrine.gateway.mapping.FormatTable;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes status reports: pain.002 to a pain.001, pacs.002 to the rest. Used once. */
final class IsoReport {
    private static final int MAX_INFORMATION = 105;
    private static final int MAX_IDENTIFIER = 36;
    private static final String REJECTED = "RJCT";
    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:";

    private final FormatTable table;
    private final IsoMessage kind;
    private final String version;
    private final XmlElement message;
    private final long nowNs;

    /**
     * @param version of the message, such as {@code pain.001.001.09}
     */
    IsoReport(FormatTable table, IsoMessage kind, String version, XmlElement message, long nowNs) {
        this.table = table;
        this.kind = kind;
        this.version = version;
        this.message = message;
        this.nowNs = nowNs;
    }

    /** A status and its reason. */
    private record Status(String code, String reason, String information) {}

    /** The answer to a message whose totals do not match. */
    FormatAnswer rejected(IsoTotals.Mismatch mismatch) {
        String reason = table.code("group_reasons").meaning(mismatch.reason());
        Status status = new Status(REJECTED, reason, mismatch.detail());
        return write(status, List.of(), List.of());
    }

    /** The answer to a message whose transactions were asked for or told. */
    FormatAnswer answer(List<IsoTransaction> transactions, List<List<FormatResult>> results) {
        List<Status> statuses = results.stream().map(this::status).toList();
        return write(new Status(groupStatus(statuses), "", ""), transactions, statuses);
    }

    private Status status(List<FormatResult> results) {
        for (FormatResult result : results) {
            if (!result.isGiven()) {
                return refused(result);
            }
        }
        if (results.isEmpty()) {
            return new Status(code("statuses", "told"), "", "no fraud reason, nothing to tell");
        }
        FormatResult first = results.get(0);
        String key = first.action().isEmpty() ? "told" : first.action();
        String information =
                first.score() < 0
                        ? first.status().isEmpty() ? "stand-in" : first.status()
                        : "decision " + first.id() + " score " + first.score();
        return new Status(code("statuses", key), code("reasons", key), information);
    }

    private Status refused(FormatResult result) {
        Problem problem = result.problem();
        String key = result.isPassing() ? "unavailable" : "refused";
        String reason =
                switch (problem.type()) {
                    case INVALID_FIELD ->
                            result.isMissing()
                                    ? code("reasons", "missing")
                                    : result.row() == null || result.row().error().isEmpty()
                                            ? code("reasons", key)
                                            : result.row().error();
                    case EVENT_ID_CONFLICT -> code("reasons", "conflict");
                    case ORIGINAL_UNKNOWN -> code("reasons", "unknown");
                    default -> code("reasons", key);
                };
        String information =
                problem.type() == ProblemType.INVALID_FIELD
                        ? result.place() + " " + problem.errors().get(0).detail()
                        : problem.detail();
        return new Status(code("statuses", key), reason, information);
    }

    private String code(String codes, String key) {
        CodeTable found = table.code(codes);
        String meaning = found.meaning(key);
        return meaning == null ? "" : meaning;
    }

    private String groupStatus(List<Status> statuses) {
        Set<String> codes = new TreeSet<>(statuses.stream().map(Status::code).toList());
        return codes.size() == 1 ? codes.iterator().next() : code("statuses", "mixed");
    }

    private FormatAnswer write(
            Status group, List<IsoTransaction> transactions, List<Status> statuses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("Document");
            xml.writeDefaultNamespace(NAMESPACE + table.code("answers").meaning(version));
            xml.writeStartElement(
                    kind == IsoMessage.PAIN_001 ? "CstmrPmtStsRpt" : "FIToFIPmtStsRpt");
            header(xml);
            group(group, xml);
            for (int i = 0; i < transactions.size(); i++) {
                transaction(transactions, statuses, i, xml);
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return FormatAnswer.xml(200, out.toByteArray());
    }

    private void header(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("GrpHdr");
        text("MsgId", UUID.randomUUID().toString().replace("-", ""), xml);
        text(
                "CreDtTm",
                Instant.ofEpochSecond(0, nowNs).truncatedTo(ChronoUnit.MILLIS).toString(),
                xml);
        xml.writeEndElement();
    }

    private void group(Status group, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("OrgnlGrpInfAndSts");
        String id =
                message.get(
                        kind.isPayment() || kind == IsoMessage.PACS_004
                                ? "GrpHdr/MsgId"
                                : "Assgnmt/Id");
        String echoed = echo(id);
        text("OrgnlMsgId", echoed.isEmpty() ? "NOTPROVIDED" : echoed, xml);
        text("OrgnlMsgNmId", version, xml);
        text("GrpSts", group.code(), xml);
        reason(group, xml);
        xml.writeEndElement();
    }

    private void transaction(
            List<IsoTransaction> transactions,
            List<Status> statuses,
            int index,
            XMLStreamWriter xml)
            throws XMLStreamException {
        IsoTransaction transaction = transactions.get(index);
        boolean grouped = kind == IsoMessage.PAIN_001;
        boolean first = index == 0 || transactions.get(index - 1).group() != transaction.group();
        boolean last =
                index == transactions.size() - 1
                        || transactions.get(index + 1).group() != transaction.group();
        if (grouped && first) {
            xml.writeStartElement("OrgnlPmtInfAndSts");
            optional("OrgnlPmtInfId", echo(transaction.group().get("PmtInfId")), xml);
        }
        Status status = statuses.get(index);
        xml.writeStartElement("TxInfAndSts");
        String ids = kind.isPayment() ? "PmtId/" : "Orgnl";
        optional("OrgnlInstrId", echo(transaction.element().get(ids + "InstrId")), xml);
        optional("OrgnlEndToEndId", echo(transaction.element().get(ids + "EndToEndId")), xml);
        if (!grouped) {
            optional("OrgnlTxId", echo(transaction.element().get(ids + "TxId")), xml);
        }
        optional("OrgnlUETR", echo(transaction.element().get(ids + "UETR")), xml);
        text("TxSts", status.code(), xml);
        reason(status, xml);
        xml.writeEndElement();
        if (grouped && last) {
            xml.writeEndElement();
        }
    }

    private static void reason(Status status, XMLStreamWriter xml) throws XMLStreamException {
        if (status.reason().isEmpty() && status.information().isEmpty()) {
            return;
        }
        xml.writeStartElement("StsRsnInf");
        if (!status.reason().isEmpty()) {
            xml.writeStartElement("Rsn");
            text("Cd", status.reason(), xml);
            xml.writeEndElement();
        }
        optional("AddtlInf", shorten(status.information(), MAX_INFORMATION), xml);
        xml.writeEndElement();
    }

    /** An identifier of the sender's, unless it is longer than any or looks like a card number. */
    private static String echo(String id) {
        return id == null || id.length() > MAX_IDENTIFIER || CardNumberScan.findsGrouped(id)
                ? ""
                : id;
    }

    private static String shorten(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static void optional(String name, String value, XMLStreamWriter xml)
            throws XMLStreamException {
        if (value != null && !value.isEmpty()) {
            text(name, value, xml);
        }
    }

    private static void text(String name, String value, XMLStreamWriter xml)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
