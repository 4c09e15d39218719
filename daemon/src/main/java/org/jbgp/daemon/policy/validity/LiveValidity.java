package org.jbgp.daemon.policy.validity;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tables of authorizations of a router hold, from one configuration to the next: what caches bring and what
 * the file lists. Tables are found by name; one that nobody feeds holds nothing and costs an object. Any thread.
 */
public final class LiveValidity {
    private final Map<String, RoaStore> origins4 = new ConcurrentHashMap<>();
    private final Map<String, RoaStore> origins6 = new ConcurrentHashMap<>();
    private final Map<String, AspaStore> paths = new ConcurrentHashMap<>();

    /** What is fed to the table of that name and family. */
    public RoaStore roas(String table, boolean ip4) {
        return (ip4 ? origins4 : origins6).computeIfAbsent(table, name -> new RoaStore(ip4));
    }

    /** What is fed to the table of providers of that name. */
    public AspaStore aspas(String table) {
        return paths.computeIfAbsent(table, name -> new AspaStore());
    }

    /** What to say when {@link RoaStore#join} finds no room. */
    public static String full(String table) {
        return "table " + table + " is fed by " + RoaStore.MOST_SOURCES
                + " protocols already, which is the most there can be";
    }
}
