/**
 * From the text of a configuration file to a checked, immutable {@link org.jbgp.config.model.Configuration}, or to the
 * list of everything that is wrong with it.
 *
 * <p>Start at {@link org.jbgp.config.ConfigurationLoader}. The grammar is in {@code src/main/antlr4}; it knows
 * statements and expressions but no option: those are rows of a table in {@code org.jbgp.config.options}. Filters have
 * their own package, {@code org.jbgp.config.filter}; what comes out for the daemon is {@code org.jbgp.config.model}.
 */
package org.jbgp.config;
