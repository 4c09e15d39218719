package org.jbgp.daemon.policy.validity;

/**
 * One that brings authorizations of some kind to a table: what it says is staged first, and filters see it when it is
 * committed. One thread at a time, apart from the counts.
 */
public interface StagedSource {
    /** Authorizations committed; while a set of ROAs is staged, those of it. */
    int held();

    /** Authorizations filters see. */
    int shown();

    /** Of them, those that no source of higher preference brings too. */
    int best();

    /** Another preference, which decides who of several counts as the best. */
    void preference(int changed);

    /** From here on all of a new set is staged: what is not announced again goes at the commit. */
    void beginSet();

    /** From here on changes to the committed set are staged. */
    void beginChanges();

    /** Forgets what was staged. */
    void abort();
}
