package org.jbgp.config.filter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.value.FilterType;

/** The variables of one function or filter while it is being read: nested blocks, one frame. */
final class NameScope {

    /** Slots of a frame; BIRD allows 255 too. */
    static final int MAX_VARIABLES = 255;

    private final Deque<Map<String, Variable>> blocks = new ArrayDeque<>();
    private final Function function;
    private int size;

    /** A variable of some block. */
    record Variable(String name, int slot, FilterType type) {}

    /** {@code function} is null for a filter. */
    NameScope(Function function) {
        this.function = function;
        enter();
    }

    Function function() {
        return function;
    }

    /** Slots used. */
    int size() {
        return size;
    }

    void enter() {
        blocks.push(new HashMap<>());
    }

    void leave() {
        blocks.pop();
    }

    /** A new variable of the innermost block; null if the block has one of that name. */
    Variable declare(String name, FilterType type) {
        Variable variable = new Variable(name, size, type);
        if (blocks.getFirst().putIfAbsent(name, variable) != null) {
            return null;
        }
        size++;
        return variable;
    }

    /** The variable a name means here, or null. */
    Variable find(String name) {
        for (Map<String, Variable> block : blocks) {
            Variable variable = block.get(name);
            if (variable != null) {
                return variable;
            }
        }
        return null;
    }

    /** All visible names, for suggestions. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        blocks.forEach(block -> names.addAll(block.keySet()));
        return names;
    }
}
