package org.jbgp.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;

/** Bodies of UPDATEs as tables write them. */
public final class UpdateText {
    private UpdateText() {}

    /**
     * The bytes of {@code withdrawn ; attributes ; NLRI}, whose lengths are filled in, or of {@code = the whole body}.
     *
     * @param abbreviations what {@code <name>} in the text stands for, in hexadecimal
     */
    public static byte[] body(String text, Map<String, String> abbreviations) {
        String full = expand(text, abbreviations);
        if (full.startsWith("=")) {
            return Vectors.bytes(full.substring(1));
        }
        String[] parts = full.split(";", -1);
        return body(Vectors.bytes(parts[0]), Vectors.bytes(parts[1]), Vectors.bytes(parts[2]));
    }

    /** An UPDATE's body of its three parts. */
    public static byte[] body(byte[] withdrawn, byte[] attributes, byte[] nlri) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(withdrawn.length).writeBytes(withdrawn);
        body.writeShort(attributes.length).writeBytes(attributes);
        body.writeBytes(nlri);
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return bytes;
    }

    /** The text with all abbreviations replaced. */
    public static String expand(String text, Map<String, String> abbreviations) {
        String full = text;
        for (Map.Entry<String, String> each : abbreviations.entrySet()) {
            full = full.replace("<" + each.getKey() + ">", each.getValue());
        }
        return full;
    }
}
