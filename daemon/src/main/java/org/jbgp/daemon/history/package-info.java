/**
 * What changed, and when: best paths, sessions, reloads, what the kernel refused. Each shard records changes of its
 * prefixes in a log of its own, a bounded one ({@link org.jbgp.daemon.history.ChangeLog}); a record says what was there
 * before, because what is there after it stands in the next record, or in the table. Start with {@link
 * org.jbgp.daemon.history.HistoryStore}.
 *
 * <p>Not here: how it is shown ({@code control}), and why a route stands where it stands now ({@code query}).
 */
package org.jbgp.daemon.history;
