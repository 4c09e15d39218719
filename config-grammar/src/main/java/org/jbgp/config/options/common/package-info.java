/**
 * The options every protocol or channel has, the blocks that stand in several protocols, and the drafts they write to.
 *
 * <p>Not here: options of one kind of protocol only.
 */
package org.jbgp.config.options.common;
