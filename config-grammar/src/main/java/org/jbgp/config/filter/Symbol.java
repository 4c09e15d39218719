package org.jbgp.config.filter;

import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;

/** What a name of the configuration stands for in filters. Immutable. */
public sealed interface Symbol {

    /** In the user's words, for messages. */
    String kind();

    /** Where it was defined. */
    SourcePosition position();

    /** The same for messages. */
    default Definition definition() {
        return new Definition(kind(), position());
    }

    /** The same, defined somewhere else. */
    default Symbol at(SourcePosition place) {
        return switch (this) {
            case Constant constant -> new Constant(place, constant.value());
            case Custom custom -> new Custom(place, custom.attribute());
            case Routine routine -> new Routine(place, routine.function());
            case NamedFilter named -> new NamedFilter(place, named.filter());
        };
    }

    /** A value with a name. */
    record Constant(SourcePosition position, Value value) implements Symbol {
        @Override
        public String kind() {
            return "constant";
        }
    }

    /** A route attribute of the configuration. */
    record Custom(SourcePosition position, DynamicAttribute attribute) implements Symbol {
        @Override
        public String kind() {
            return "attribute";
        }
    }

    /** A function. */
    record Routine(SourcePosition position, Function function) implements Symbol {
        @Override
        public String kind() {
            return "function";
        }
    }

    /** A filter. */
    record NamedFilter(SourcePosition position, Filter filter) implements Symbol {
        @Override
        public String kind() {
            return "filter";
        }
    }
}
