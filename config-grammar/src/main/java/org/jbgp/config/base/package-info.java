/**
 * What both the configuration's model and the filter language are made of: addresses, prefixes, families, dialects,
 * tables.
 *
 * <p>Not here: anything of a protocol ({@code model}).
 */
package org.jbgp.config.base;
