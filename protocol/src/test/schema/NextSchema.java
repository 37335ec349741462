import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the schema that might come next out of the present one, in every way that the conventions
 * allow: a new field at the end of a block, a new enum value, a new message.
 */
public final class NextSchema {
    private NextSchema() {}

    public static void main(String[] args) throws IOException {
        String schema = Files.readString(Path.of(args[0]));
        schema =
                replace(
                        schema,
                        "package=\"dev.peregrine.protocol.codec\"",
                        "package=\"dev.peregrine.protocol.codec.next\"");
        schema = replace(schema, "\n                   version=\"0\"", "\n version=\"1\"");
        schema =
                insertAfter(
                        schema,
                        "<field name=\"actionTaken\"",
                        "<field name=\"secondaryCategory\" id=\"14\" type=\"MerchantCategory\""
                                + " sinceVersion=\"1\" description=\"New field.\"/>");
        schema =
                insertAfter(
                        schema,
                        "<validValue name=\"TRANSFER\"",
                        "<validValue name=\"WALLET\" sinceVersion=\"1\""
                                + " description=\"New value.\">9</validValue>");
        schema =
                replace(
                        schema,
                        "</sbe:messageSchema>",
                        "<sbe:message name=\"Note\" id=\"29\" sinceVersion=\"1\""
                                + " description=\"New message.\"><field name=\"tenantId\" id=\"1\""
                                + " type=\"TenantId\" description=\"Owner.\"/></sbe:message>"
                                + "</sbe:messageSchema>");
        Path target = Path.of(args[1]);
        Files.createDirectories(target.getParent());
        Files.writeString(target, schema);
    }

    private static String replace(String schema, String old, String with) {
        if (!schema.contains(old)) {
            throw new IllegalStateException("not in the schema: " + old);
        }
        return schema.replace(old, with);
    }

    private static String insertAfter(String schema, String line, String inserted) {
        int start = schema.indexOf(line);
        if (start < 0) {
            throw new IllegalStateException("not in the schema: " + line);
        }
        int end = schema.indexOf('\n', start);
        return schema.substring(0, end + 1) + inserted + schema.substring(end);
    }
}
