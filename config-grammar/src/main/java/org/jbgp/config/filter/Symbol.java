package org.jbgp.config.filter;

import org.jbgp.config.SourcePosition;
import org.jbgp.config.filter.value.Value;

/** What a name of the configuration stands for in filters. */
sealed interface Symbol {

    /** In the user's words, for messages. */
    String kind();

    SourcePosition position();

    record Constant(SourcePosition position, Value value) implements Symbol {
        @Override
        public String kind() {
            return "constant";
        }
    }

    record Custom(SourcePosition position, DynamicAttribute attribute) implements Symbol {
        @Override
        public String kind() {
            return "attribute";
        }
    }

    record Routine(SourcePosition position, Function function) implements Symbol {
        @Override
        public String kind() {
            return "function";
        }
    }

    record NamedFilter(SourcePosition position, Filter filter) implements Symbol {
        @Override
        public String kind() {
            return "filter";
        }
    }
}
