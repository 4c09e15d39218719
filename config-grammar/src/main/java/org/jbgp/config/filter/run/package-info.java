/**
 * Running checked filters by walking their tree. The configuration uses it for constants; the daemon for tracing and as
 * the reference for its compiler. What the operators do is in {@link org.jbgp.config.filter.run.Operations}, which both
 * share.
 */
package org.jbgp.config.filter.run;
