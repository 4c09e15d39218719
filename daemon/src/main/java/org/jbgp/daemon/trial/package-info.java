/**
 * What a reload would do to routes, worked out on the live tables: a walk over each table ({@link
 * org.jbgp.daemon.trial.TrialWalk}), and what it counts ({@link org.jbgp.daemon.trial.Tally}).
 *
 * <p>Not here: filters, selection and export rules, which are those of every route ({@code rib}, {@code advertise},
 * {@code kernel}); how it is shown ({@code control}).
 */
package org.jbgp.daemon.trial;
