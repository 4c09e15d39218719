package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.value.FilterType;

/** The words of the filter language that no file defines, for whoever shows or offers them. Any thread. */
public final class LanguageWords {
    /** The words that statements of a filter begin with, or that join them. */
    public static final List<String> STATEMENTS = List.of(
            "accept", "reject", "if", "then", "else", "case", "for", "in", "do", "return", "print", "printn", "unset",
            "error");

    /** The types that a variable may have. */
    public static final List<String> TYPES = Stream.concat(
                    EnumSet.range(FilterType.INT, FilterType.MAC).stream(), Stream.of(FilterType.ROUTE))
            .map(FilterType::label)
            .toList();

    /** Functions of the language itself. */
    public static final List<String> FUNCTIONS = List.of(
            "roa_check",
            "aspa_check",
            "aspa_check_upstream",
            "aspa_check_downstream",
            "defined",
            "prepend",
            "append",
            "add",
            "delete",
            "filter",
            "format",
            "from_hex");

    private LanguageWords() {}

    /** The attributes of routes by name, each in one line. */
    public static Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        AttributeNames.names().forEach(name -> attributes.put(name, meaning(AttributeNames.find(name))));
        return attributes;
    }

    private static String meaning(RouteAttribute attribute) {
        return "attribute of routes: " + attribute.type().label() + (attribute.isReadOnly() ? ", read only" : "");
    }

    /** The named constants of the language with their types. */
    public static Map<String, String> constants() {
        Map<String, String> constants = new TreeMap<>();
        EnumConstants.all()
                .forEach((name, value) -> constants.put(name, value.type().label()));
        return constants;
    }

    /** The methods of values by name. */
    public static Map<String, String> methods() {
        Map<String, String> methods = new TreeMap<>();
        for (Method method : Method.values()) {
            methods.put(method.label(), method(method));
        }
        return methods;
    }

    /** What an attribute of routes is, in one line; empty if none has the name. */
    public static Optional<String> attribute(String name) {
        return Optional.ofNullable(AttributeNames.find(name)).map(LanguageWords::meaning);
    }

    private static String method(Method method) {
        List<String> forms = new ArrayList<>();
        for (FilterType type : FilterType.values()) {
            FilterType result = MethodTable.property(type, method);
            if (result != null) {
                forms.add(type.label() + "." + method.label() + " gives " + result.label());
            }
            Set<FilterType> arguments = MethodTable.arguments(type, method);
            if (arguments != null) {
                List<String> labels =
                        arguments.stream().map(FilterType::label).sorted().toList();
                forms.add(type.label() + "." + method.label() + "(" + String.join(" | ", labels) + ")");
            }
        }
        return String.join("; ", forms);
    }
}
