package org.jbgp.config.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.value.WellKnownCommunities;
import org.jbgp.config.grammar.BirdLexer;

/** What a prefix or a community means that is written as such, in Markdown: where one digit makes a difference. */
final class LiteralMeaning {
    /** Tokens of {@code 10.0.0.0/8{16,24}} and of {@code (65535, 666)}. */
    private static final int RANGE = 6;

    private static final int COMMUNITY = 5;

    private final List<Token> tokens;

    LiteralMeaning(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** What is written at a place; empty if it is neither a prefix nor a community. */
    Optional<String> of(int index) {
        return switch (tokens.get(index).getType()) {
            case BirdLexer.IP4_PREFIX, BirdLexer.IP6_PREFIX -> prefix(index);
            case BirdLexer.NUMBER -> community(index - 1).or(() -> community(index - 3));
            default -> Optional.empty();
        };
    }

    private Optional<String> prefix(int index) {
        return IpPrefix.parse(tokens.get(index).getText()).map(prefix -> {
            String addresses = prefix.address() + " to " + last(prefix);
            List<Integer> range = types(index, RANGE);
            int most = prefix.family().bits();
            if (range.size() > 1 && range.get(1) == BirdLexer.PLUS) {
                return said(prefix + "+", addresses, lengths(prefix, prefix.length(), most));
            }
            if (range.size() > 1 && range.get(1) == BirdLexer.MINUS) {
                return said(prefix + "-", addresses, lengths(prefix, 0, prefix.length()));
            }
            if (range.size() == RANGE
                    && range.subList(1, RANGE)
                            .equals(List.of(
                                    BirdLexer.LBRACE,
                                    BirdLexer.NUMBER,
                                    BirdLexer.COMMA,
                                    BirdLexer.NUMBER,
                                    BirdLexer.RBRACE))) {
                int low = number(index + 2);
                int high = number(index + 4);
                return said(prefix + "{" + low + "," + high + "}", addresses, lengths(prefix, low, high));
            }
            return said(prefix.toString(), addresses, "");
        });
    }

    private static String said(String pattern, String addresses, String lengths) {
        return "**" + pattern + "**: " + addresses + lengths;
    }

    private static String lengths(IpPrefix prefix, int low, int high) {
        List<String> parts = new ArrayList<>();
        if (low < prefix.length()) {
            parts.add("prefixes of length " + span(low, Math.min(high, prefix.length() - 1)) + " that cover it");
        }
        if (high >= prefix.length()) {
            parts.add("prefixes of length " + span(Math.max(low, prefix.length()), high) + " in it");
        }
        return "; " + String.join(", and ", parts);
    }

    private static String span(int low, int high) {
        return low == high ? Integer.toString(low) : low + " to " + high;
    }

    private static IpAddress last(IpPrefix prefix) {
        int free = prefix.family().bits() - prefix.length();
        long lo = prefix.lo() | ones(Math.min(free, 64));
        return prefix.family() == IpFamily.IPV4
                ? IpAddress.ipv4((int) lo)
                : IpAddress.ipv6(prefix.hi() | ones(Math.max(0, free - 64)), lo);
    }

    private static long ones(int bits) {
        return bits == 0 ? 0 : -1L >>> (64 - bits);
    }

    /** Of {@code (65535, 666)}, where the bracket stands at that place; behind a name it holds arguments. */
    private Optional<String> community(int index) {
        if (index > 0 && tokens.get(index - 1).getType() == BirdLexer.WORD) {
            return Optional.empty();
        }
        if (!types(index, COMMUNITY)
                .equals(List.of(
                        BirdLexer.LPAREN, BirdLexer.NUMBER, BirdLexer.COMMA, BirdLexer.NUMBER, BirdLexer.RPAREN))) {
            return Optional.empty();
        }
        int first = number(index + 1);
        int second = number(index + 3);
        return Optional.of("**(" + first + "," + second + ")**: "
                + WellKnownCommunities.name(first, second)
                        .or(() -> WellKnownCommunities.swapped(first, second))
                        .orElseGet(() -> "a community of AS " + first + whose(first)));
    }

    private static String whose(int asn) {
        return asn >= 64512 && asn < 65535
                ? ", which anybody may use within his own network (RFC 6996)"
                : asn == 0 || asn == 65535 ? ", which is nobody's" : "";
    }

    private List<Integer> types(int from, int count) {
        return from < 0 || from >= tokens.size()
                ? List.of()
                : tokens.subList(from, Math.min(tokens.size(), from + count)).stream()
                        .map(Token::getType)
                        .toList();
    }

    /** A number that is too large for anything here is a mistake that is said elsewhere. */
    private int number(int index) {
        String digits = tokens.get(index).getText();
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
