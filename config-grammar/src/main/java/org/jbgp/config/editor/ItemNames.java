package org.jbgp.config.editor;

import java.util.ArrayList;
import java.util.List;

/**
 * The names in one item of a file. Token indices count from the item's first token, so that they hold wherever the item
 * stands. Written by {@link NameWalk}, then read only.
 */
final class ItemNames {
    /** What has no definition in its own item. */
    static final int ELSEWHERE = -1;

    private final List<Name> definitions = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();

    /** How sure it is that a word is a name. */
    enum Place {
        /** It can be nothing else. */
        NAME,
        /** An argument of an option: a name if it is that of a table or constant. */
        ARGUMENT,
        /** The same where a protocol may be named too. */
        PROTOCOL_ARGUMENT,
        /** A string that a filter compares with the name of a protocol. */
        PROTOCOL_STRING
    }

    /**
     * A name that is used.
     *
     * @param token where
     * @param definition which of the item's own definitions it means, or {@link #ELSEWHERE}
     */
    record Use(int token, String text, Place place, int definition) {}

    int define(Name name) {
        definitions.add(name);
        return definitions.size() - 1;
    }

    /** The scope of a variable ends. */
    void end(int definition, int token) {
        Name name = definitions.get(definition);
        definitions.set(definition, new Name(name.text(), name.kind(), name.definition(), name.first(), token));
    }

    void use(Use use) {
        uses.add(use);
    }

    List<Name> definitions() {
        return definitions;
    }

    List<Use> uses() {
        return uses;
    }
}
