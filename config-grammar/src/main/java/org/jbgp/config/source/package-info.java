/**
 * Where configuration text comes from and what is said about it: files, positions, problems.
 *
 * <p>Not here: what the text means.
 */
package org.jbgp.config.source;
