package org.jbgp.config.options.argument;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.ConstantValue;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.Suggestion;
import org.jbgp.config.syntax.SyntaxErrors;

/** Arguments that more than one kind of block uses. */
public final class CommonArguments {
    private static final String FILTER_FORMS = "'all', 'none', 'filter' or 'where'";

    private CommonArguments() {}

    /** {@code all}, {@code none}, {@code filter NAME}, {@code filter { … }} or {@code where …}. */
    public static FilterRef filter(Arguments arguments) {
        Context context = arguments.context();
        if (arguments.tryWords("all")) {
            return new FilterRef.All();
        }
        if (arguments.tryWords("none")) {
            return new FilterRef.None();
        }
        if (arguments.atEnd()) {
            throw arguments.expected(FILTER_FORMS);
        }
        Element element = arguments.peek();
        if (element instanceof Element.FilterBlock block) {
            arguments.take();
            return new FilterRef.Inline(context.inline(block.tree(), block.token()));
        }
        if (element instanceof Element.Where where) {
            arguments.take();
            return new FilterRef.Inline(context.where(where.tree()));
        }
        if (element instanceof Element.FilterName name) {
            arguments.take();
            return new FilterRef.Named(
                    name.text(), context.filters().named(name.text()).orElseThrow(() -> unknownFilter(context, name)));
        }
        throw element instanceof Element.Word word ? misused(arguments, word) : arguments.expected(FILTER_FORMS);
    }

    private static StatementFailure misused(Arguments arguments, Element.Word word) {
        String name = word.text();
        return switch (arguments.context().kindOf(name).orElse("")) {
            case "filter" -> arguments.fail("expected 'filter " + name + "' to name a filter, found '" + name + "'");
            case "function" ->
                arguments.fail("expected 'where " + name + "()' to ask a function, found '" + name + "'");
            default -> arguments.expectedOneOf(FILTER_FORMS, List.of("all", "none", "filter", "where"));
        };
    }

    private static StatementFailure unknownFilter(Context context, Element.FilterName name) {
        Optional<String> message = context.kindOf(name.text())
                .map(kind -> "'" + name.text() + "' is a " + kind + ", not a filter")
                .or(() -> context.missing(
                        name.text(),
                        "there is no filter '" + name.text() + "'"
                                + (context.problems().enough()
                                        ? ""
                                        : Suggestion.text(
                                                name.text(),
                                                context.filters().filters().keySet()))));
        return message.map(text -> new StatementFailure(SourcePosition.of(name.name()), text))
                .orElse(new StatementFailure(null, ""));
    }

    /** {@code N [action warn|block|restart|disable]} or {@code off}. */
    public static Optional<Limit> limit(Arguments arguments) {
        if (arguments.tryWords("off")) {
            arguments.turnOff();
            // 3.x allows an action here, which then never happens.
            if (arguments.tryWords("action")) {
                arguments.choice("warn", "block", "restart", "disable");
            }
            return Optional.empty();
        }
        long routes = arguments.number("a limit");
        if (!arguments.tryWords("action")) {
            return Optional.of(new Limit(routes, Limit.Action.DISABLE));
        }
        String action = arguments.choice("warn", "block", "restart", "disable");
        return Optional.of(new Limit(routes, Limit.Action.valueOf(action.toUpperCase(Locale.ROOT))));
    }

    /** {@code all}, {@code off} or <code>{ states, routes, … }</code>. */
    public static Set<DebugFlag> debug(Arguments arguments) {
        if (arguments.tryWords("all")) {
            return Set.copyOf(EnumSet.allOf(DebugFlag.class));
        }
        if (arguments.tryWords("off")) {
            arguments.turnOff();
            return Set.of();
        }
        if (!arguments.nextIsBlock()) {
            throw arguments.expected("'all', 'off' or '{'");
        }
        Set<DebugFlag> flags = EnumSet.noneOf(DebugFlag.class);
        Arguments list = list(arguments);
        do {
            String word = list.choice("states", "routes", "filters", "interfaces", "events", "packets");
            flags.add(DebugFlag.valueOf(word.toUpperCase(Locale.ROOT)));
        } while (list.tryPunctuation(","));
        finish(list);
        return Set.copyOf(flags);
    }

    /** {@code all}, {@code off} or <code>{ states, messages }</code>: messages are kept as packets. */
    public static Set<DebugFlag> mrtdump(Arguments arguments) {
        if (arguments.tryWords("all")) {
            return Set.of(DebugFlag.STATES, DebugFlag.PACKETS);
        }
        if (arguments.tryWords("off")) {
            arguments.turnOff();
            return Set.of();
        }
        if (!arguments.nextIsBlock()) {
            throw arguments.expected("'all', 'off' or '{'");
        }
        Set<DebugFlag> flags = EnumSet.noneOf(DebugFlag.class);
        Arguments list = list(arguments);
        do {
            flags.add(list.choice("states", "messages").equals("states") ? DebugFlag.STATES : DebugFlag.PACKETS);
        } while (list.tryPunctuation(","));
        finish(list);
        return Set.copyOf(flags);
    }

    /** The inside of a block that is a list with commas. */
    public static Arguments list(Arguments arguments) {
        Element.Block block = arguments.block();
        if (!block.statements().isEmpty()) {
            throw new StatementFailure(
                    SourcePosition.of(block.statements().getFirst().end()), "expected ',' or '}', found ';'");
        }
        return new Arguments(arguments.context(), block.rest(), 0, block.end());
    }

    public static void finish(Arguments list) {
        if (!list.atEnd()) {
            throw list.fail("expected ',' or '}', found " + SyntaxErrors.describe(list.here()));
        }
    }

    /** {@code [-] "pattern" [prefix], …}. */
    public static List<InterfacePattern> interfaces(Arguments arguments) {
        List<InterfacePattern> patterns = new ArrayList<>();
        do {
            boolean accept = !arguments.tryPunctuation("-");
            if (!arguments.atEnd() && arguments.peek() instanceof Element.Expression) {
                patterns.add(evaluated(arguments, accept));
                continue;
            }
            Optional<String> pattern = arguments.nextIsText() ? Optional.of(arguments.text()) : Optional.empty();
            Optional<IpPrefix> prefix = Optional.empty();
            if (!arguments.atEnd()
                    && (arguments.peek() instanceof Element.Prefix
                            || arguments.peek() instanceof Element.Address
                            || arguments.nextIsConstant())) {
                prefix = Optional.of(prefixOrAddress(arguments));
            }
            if (pattern.isEmpty() && prefix.isEmpty()) {
                throw arguments.expectedText("<interface pattern>");
            }
            patterns.add(new InterfacePattern(accept, pattern, prefix));
        } while (arguments.tryPunctuation(","));
        return List.copyOf(patterns);
    }

    /** An expression; what it is depends on its type. */
    private static InterfacePattern evaluated(Arguments arguments, boolean accept) {
        return switch (arguments.constantValue().orElseThrow()) {
            case ConstantValue.Text text -> new InterfacePattern(accept, Optional.of(text.value()), Optional.empty());
            case ConstantValue.Prefix prefix ->
                new InterfacePattern(accept, Optional.empty(), Optional.of(prefix.value()));
            case ConstantValue.Address address ->
                new InterfacePattern(
                        accept,
                        Optional.empty(),
                        Optional.of(IpPrefix.of(
                                address.value(), address.value().family().bits())));
            case ConstantValue other -> throw arguments.wrongType("a string, an address or a prefix", other);
        };
    }

    /** {@code [-] "pattern", …}, where addresses are not allowed. */
    public static List<InterfacePattern> interfaceNames(Arguments arguments) {
        List<InterfacePattern> patterns = interfaces(arguments);
        for (InterfacePattern pattern : patterns) {
            if (pattern.prefix().isPresent()) {
                throw arguments.failAtLast("expected <interface pattern>, not a prefix");
            }
        }
        return patterns;
    }

    private static IpPrefix prefixOrAddress(Arguments arguments) {
        if (arguments.nextIsAddress() && !(arguments.peek() instanceof Element.Expression)) {
            IpAddress address = arguments.address();
            return IpPrefix.of(address, address.family().bits());
        }
        return arguments.prefix();
    }
}
