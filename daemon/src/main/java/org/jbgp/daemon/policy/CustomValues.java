package org.jbgp.daemon.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;

/** Values of custom attributes in the canonical blob: {@code [type u8][payload]}. Any thread. */
public final class CustomValues {

    private CustomValues() {}

    public static byte[] encode(FilterType type, Value value) {
        return switch (value) {
            case Num num -> buffer(type, 8).putLong(num.bits()).array();
            case Wide wide ->
                buffer(type, 16).putLong(wide.hi()).putLong(wide.lo()).array();
            case Net net ->
                buffer(type, 27)
                        .put((byte) net.kind().code())
                        .put((byte) net.length())
                        .put((byte) net.maxLength())
                        .putLong(net.hi())
                        .putLong(net.lo())
                        .putLong(net.asn())
                        .array();
            case Text text -> {
                byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
                yield buffer(type, bytes.length).put(bytes).array();
            }
            case WireBytes bytes ->
                buffer(type, bytes.length()).put(bytes.array()).array();
            default ->
                throw new FilterException(
                        "an attribute cannot be " + value.type().label());
        };
    }

    private static ByteBuffer buffer(FilterType type, int payload) {
        return ByteBuffer.allocate(1 + payload).put((byte) type.code());
    }

    /**
     * The value with whatever type it was stored.
     *
     * @param length bytes of type and payload, at least 1
     */
    public static Value decode(byte[] array, int offset, int length) {
        for (FilterType type : FilterType.values()) {
            if ((byte) type.code() == array[offset]) {
                return decode(type, array, offset, length);
            }
        }
        throw new IllegalArgumentException("no type has the number " + array[offset]);
    }

    /** The value, or undefined if the attribute was defined with another type when it was stored. */
    public static Value decode(FilterType type, byte[] array, int offset, int length) {
        if (length == 0 || array[offset] != (byte) type.code()) {
            return Undefined.of(type);
        }
        ByteBuffer payload = ByteBuffer.wrap(array, offset + 1, length - 1);
        return switch (type) {
            case IP, LC -> new Wide(type, payload.getLong(), payload.getLong());
            case PREFIX -> {
                Net.Kind kind = kind(payload.get());
                int prefixLength = payload.get() & 0xFF;
                int maxLength = payload.get() & 0xFF;
                yield new Net(kind, payload.getLong(), payload.getLong(), prefixLength, maxLength, payload.getLong());
            }
            case STRING -> new Text(new String(array, offset + 1, length - 1, StandardCharsets.UTF_8));
            case PATH, CLIST, ECLIST, LCLIST, BYTESTRING ->
                WireBytes.of(type, Arrays.copyOfRange(array, offset + 1, offset + length));
            default -> new Num(type, payload.getLong());
        };
    }

    private static Net.Kind kind(int code) {
        for (Net.Kind kind : Net.Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new FilterException("unknown kind of network " + code);
    }
}
