package org.jbgp.daemon.policy;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The interfaces as filters see them, and what filters asked for in vain: {@code ifname} of an interface that is not
 * there, {@code gw} of an address that none leads to. Such a filter fails, and would not when the interface comes. One
 * thread.
 */
public final class AskedLinks implements LinkView {
    /** So many questions are remembered; with more of them any change of the interfaces may be an answer. */
    private static final int LIMIT = 100;

    private final LinkView links;
    private final Set<Question> open = new LinkedHashSet<>();
    private boolean overflown;
    private boolean failed;

    /** By name, or (name null) by the address of a gateway, as in {@link LinkView#neighborInterface}. */
    private record Question(String name, int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
        private int ask(LinkView links) {
            return name != null
                    ? links.indexOf(name)
                    : links.neighborInterface(addressLength, hi, lo, interfaceIndex, onlink);
        }
    }

    public AskedLinks(LinkView links) {
        this.links = links;
    }

    @Override
    public String nameOf(int index) {
        return links.nameOf(index);
    }

    @Override
    public int presentIndex(int index) {
        return links.presentIndex(index);
    }

    @Override
    public int indexOf(String name) {
        int index = links.indexOf(name);
        if (index == 0) {
            failed(new Question(name, 0, 0, 0, 0, false));
        }
        return index;
    }

    @Override
    public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
        int index = links.neighborInterface(addressLength, hi, lo, interfaceIndex, onlink);
        if (index == 0) {
            failed(new Question(null, addressLength, hi, lo, interfaceIndex, onlink));
        }
        return index;
    }

    private void failed(Question question) {
        failed = true;
        if (open.size() < LIMIT) {
            open.add(question);
        } else if (!open.contains(question)) {
            overflown = true;
        }
    }

    /** Whether a question had no answer since this was asked last. */
    public boolean takeFailed() {
        boolean was = failed;
        failed = false;
        return was;
    }

    /** Whether a question of before may have an answer now; all are forgotten then, for filters will ask again. */
    public boolean takeAnswered() {
        if (!overflown && open.stream().noneMatch(question -> question.ask(links) != 0)) {
            return false;
        }
        open.clear();
        overflown = false;
        return true;
    }
}
