package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.MappedFields;
import dev.peregrine.gateway.mapping.MappingInput;
import dev.peregrine.gateway.mapping.MessageTable;
import java.util.List;

/** Reads authentication requests (AReq) of EMV 3-D Secure. */
public final class ThreeDs implements Format {
    /** Name of the format's table. */
    public static final String TABLE = "emv-3ds";

    private static final int MAX_LENGTH = 128 * 1024;
    private static final int MAX_EXTENSIONS = 16;
    private static final String TYPE = "messageType";
    private static final String VERSION = "messageVersion";
    private static final String CATEGORY = "messageCategory";

    private final FormatTable table;

    public ThreeDs(FormatTable table) {
        this.table = table;
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
        return mediaType.equals("application/json");
    }

    @Override
    public String mediaTypes() {
        return "application/json";
    }

    @Override
    public FormatRequest read(byte[] body, int length, FormatCall call) throws FormatException {
        JsonFields request;
        try {
            request = JsonFields.read(body, length);
        } catch (FormatException e) {
            throw ThreeDsError.UNKNOWN.exception(
                    ThreeDsError.Code.MESSAGE, "", e.problem().detail());
        }
        ThreeDsError errors = ThreeDsError.of(request, table);
        if (!"AReq".equals(request.get(TYPE))) {
            throw errors.exception(ThreeDsError.Code.MESSAGE, TYPE, "must be AReq");
        }
        if (request.get(VERSION) == null) {
            throw errors.exception(ThreeDsError.Code.MISSING, VERSION, "is missing");
        }
        if (table.code("versions").meaning(request.get(VERSION)) == null) {
            throw errors.exception(
                    ThreeDsError.Code.VERSION,
                    String.join(",", table.code("versions").meanings().keySet()),
                    "the versions that are taken");
        }
        checkExtensions(request, errors);
        MessageTable message = message(request, errors);
        MappedFields fields =
                message.map(
                        new MappingInput(request, call.tokens(), call.nowNs()),
                        target -> TenantAttributes.wants(target, call.attributes()));
        TenantAttributes.fit(fields, call.attributes());
        if (!fields.faults().isEmpty()) {
            throw errors.exception(fields.faults());
        }
        return new ThreeDsRequest(
                table, request, errors, new FormatEvent(EventKind.DECISION, fields));
    }

    private MessageTable message(JsonFields request, ThreeDsError errors) throws FormatException {
        String category = request.get(CATEGORY);
        if (category == null) {
            throw errors.exception(ThreeDsError.Code.MISSING, CATEGORY, "is missing");
        }
        String message = table.code("categories").meaning(category);
        if (message == null) {
            throw errors.exception(
                    ThreeDsError.Code.FORMAT,
                    CATEGORY,
                    "must be one of "
                            + String.join(", ", table.code("categories").meanings().keySet()));
        }
        return table.message(message);
    }

    /** An extension that the sender holds to be critical must be understood; none is here. */
    private static void checkExtensions(JsonFields request, ThreeDsError errors)
            throws FormatException {
        for (int i = 0; i < MAX_EXTENSIONS; i++) {
            String place = "messageExtension/" + i + "/criticalityIndicator";
            if ("true".equals(request.get(place))) {
                throw errors.exception(
                        ThreeDsError.Code.EXTENSION,
                        "messageExtension",
                        "is critical and not known");
            }
        }
    }

    private record ThreeDsRequest(
            FormatTable table, JsonFields request, ThreeDsError errors, FormatEvent event)
            implements FormatRequest {
        @Override
        public List<FormatEvent> events() {
            return List.of(event);
        }

        @Override
        public boolean tellsFailures() {
            return true;
        }

        @Override
        public FormatAnswer answer(List<FormatResult> results) {
            FormatResult result = results.get(0);
            return result.isGiven()
                    ? new ThreeDsAnswer(table, request).write(result)
                    : errors.answer(result);
        }
    }
}
