/**
 * The filter language: syntax tree, constants and type check. The options side of the configuration talks to it only
 * through {@link org.jbgp.config.filter.FilterLanguage} and carries {@link org.jbgp.config.filter.tree.Filter}s.
 */
package org.jbgp.config.filter;
