/**
 * The checked tree of a filter: statements, expressions, functions. Values only.
 *
 * <p>Not here: reading it from text ({@code filter}) and running it ({@code filter.run}).
 */
package org.jbgp.config.filter.tree;
