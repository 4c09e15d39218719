/**
 * Values of the filter language and what can be done with them: comparing, matching, formatting. Immutable and without
 * knowledge of routes; the operations on AS paths and community lists work on bytes in place so that a filter need not
 * copy an attribute to look at it.
 */
package org.jbgp.config.filter.value;
