package org.jbgp.config.options.argument;

import java.util.HexFormat;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;

/** The values of literals, checked. */
public final class LiteralValues {
    private LiteralValues() {}

    public static long number(Element.Numeral numeral) {
        String text = numeral.text();
        boolean hex = text.startsWith("0x");
        String digits = hex ? text.substring(2) : text;
        long value = 0;
        for (int i = 0; i < digits.length() && value >>> 32 == 0; i++) {
            value = value * (hex ? 16 : 10) + Character.digit(digits.charAt(i), 16);
        }
        if (value >>> 32 != 0) {
            throw fail(numeral.token(), "the number " + text + " is too large: the largest is 4294967295");
        }
        return value;
    }

    /** The bytes of a literal like {@code hex:01:02}. */
    public static byte[] bytes(Element.Other bytes) {
        String text = bytes.text();
        return HexFormat.of().parseHex((text.startsWith("hex:") ? text.substring(4) : text).replace(":", ""));
    }

    public static IpAddress address(Element.Address address) {
        return IpAddress.parse(address.text())
                .orElseThrow(() -> fail(address.token(), "'" + address.text() + "' is not a valid address"));
    }

    public static IpPrefix prefix(Element.Prefix prefix) {
        int slash = prefix.text().indexOf('/');
        String text = prefix.text().substring(0, slash);
        IpAddress address =
                IpAddress.parse(text).orElseThrow(() -> fail(prefix.token(), "'" + text + "' is not a valid address"));
        String digits = prefix.text().substring(slash + 1);
        return prefix(prefix.token(), address, digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits));
    }

    public static IpPrefix prefix(Token token, IpAddress address, long length) {
        if (length > address.family().bits()) {
            throw fail(
                    token,
                    "the length of an " + address.family().title() + " prefix is at most "
                            + address.family().bits() + ", not " + length);
        }
        IpPrefix prefix = IpPrefix.of(address, (int) length);
        if (!prefix.address().equals(address)) {
            throw fail(token, "'" + address + "/" + length + "' has host bits set, did you mean '" + prefix + "'?");
        }
        return prefix;
    }

    private static StatementFailure fail(Token token, String message) {
        return new StatementFailure(SourcePosition.of(token), message);
    }
}
