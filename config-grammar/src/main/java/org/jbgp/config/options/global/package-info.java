/**
 * What stands outside of protocols: the router's own options, and the definitions of tables.
 *
 * <p>Not here: constants, filters and functions ({@code config.filter}), and what protocols inherit from outside
 * ({@link org.jbgp.config.options.common.Reporting}).
 */
package org.jbgp.config.options.global;
