package org.jbgp.config.filter;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.PrefixLiteralContext;
import org.jbgp.config.source.SourcePosition;

/** Literals as values; what is out of range is a problem. */
final class Literals {

    private static final long U32 = 0xFFFF_FFFFL;

    private final Checker checker;

    Literals(Checker checker) {
        this.checker = checker;
    }

    /** Of a literal that is one token; null for any other token. */
    Value value(SourcePosition position, Token token) {
        String text = token.getText();
        return switch (token.getType()) {
            case BirdParser.NUMBER, BirdParser.HEX_NUMBER -> Num.integer(number(position, text));
            case BirdParser.TRUE -> Num.bool(true);
            case BirdParser.FALSE -> Num.bool(false);
            case BirdParser.STRING -> new Text(text.substring(1, text.length() - 1));
            case BirdParser.BYTES -> bytes(position, text);
            case BirdParser.IP4, BirdParser.IP6 -> address(position, text);
            case BirdParser.VPN_RD -> distinguisher(position, text);
            case BirdParser.MAC_ADDRESS -> mac(text);
            default -> null;
        };
    }

    /** A decimal or 0x number of at most 32 bits. */
    long number(SourcePosition position, String text) {
        try {
            long value = text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            if (value <= U32) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Too long for 64 bits: reported below.
        }
        checker.error(position, "number " + text + " is out of range, the greatest is " + U32);
        return 0;
    }

    private Value address(SourcePosition position, String text) {
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isEmpty()) {
            checker.error(position, "invalid address " + text);
            return Wide.ip4(0);
        }
        return ip(address.get());
    }

    private static Wide ip(IpAddress address) {
        return address.family() == IpFamily.IPV4 ? Wide.ip4(address.lo()) : Wide.ip6(address.hi(), address.lo());
    }

    Net prefix(PrefixLiteralContext context) {
        SourcePosition position = Checker.position(context);
        String text = context.getText();
        Optional<IpPrefix> prefix = IpPrefix.parse(text);
        if (prefix.isPresent()) {
            IpPrefix found = prefix.get();
            return found.family() == IpFamily.IPV4
                    ? Net.ip4(found.lo(), found.length())
                    : Net.ip6(found.hi(), found.lo(), found.length());
        }
        int slash = text.indexOf('/');
        Optional<IpAddress> address = IpAddress.parse(text.substring(0, slash));
        int length = (int) Math.min(number(position, text.substring(slash + 1)), 1000);
        if (address.isEmpty()) {
            checker.error(position, "invalid address " + text.substring(0, slash));
        } else if (length > address.get().family().bits()) {
            checker.error(
                    position,
                    "invalid prefix length " + length + " in " + text + ", the longest is "
                            + address.get().family().bits());
        } else {
            checker.error(
                    position,
                    text + " has bits set behind its length, did you mean " + IpPrefix.of(address.get(), length) + "?");
        }
        return text.indexOf(':') < 0 ? Net.ip4(0, 0) : Net.ip6(0, 0, 0);
    }

    private Value bytes(SourcePosition position, String text) {
        String digits = text.toLowerCase(Locale.ROOT).replace("hex:", "").replace(":", "");
        if (digits.length() % 2 != 0) {
            checker.error(position, "byte string " + text + " has an odd number of digits");
            return WireBytes.empty(FilterType.BYTESTRING);
        }
        return WireBytes.of(FilterType.BYTESTRING, HexFormat.of().parseHex(digits));
    }

    private static Value mac(String text) {
        return new Num(FilterType.MAC, Long.parseLong(text.replace(":", ""), 16));
    }

    /** RFC 4364 §4.2: {@code asn:number}, {@code address:number}, with the type in front if it is written. */
    private Value distinguisher(SourcePosition position, String text) {
        String[] parts = text.split(":", -1);
        long number = number(position, parts[parts.length - 1]);
        String administrator = parts[parts.length - 2];
        long type;
        long key;
        if (administrator.indexOf('.') >= 0) {
            type = 1;
            key = IpAddress.parse(administrator).map(IpAddress::lo).orElse(-1L);
        } else {
            key = number(position, administrator);
            type = parts.length == 3 ? number(position, parts[0]) : key > 0xFFFF ? 2 : 0;
        }
        if (key < 0 || number > (type == 0 ? U32 : 0xFFFF) || (type == 0 && key > 0xFFFF)) {
            checker.error(position, "invalid route distinguisher " + text);
            return new Num(FilterType.RD, 0);
        }
        return new Num(FilterType.RD, type << 48 | (type == 0 ? key << 32 : key << 16) | number);
    }
}
