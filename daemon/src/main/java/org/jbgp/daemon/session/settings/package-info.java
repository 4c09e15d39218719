/**
 * What a neighbor's configuration says, in the form the session uses. Values only.
 *
 * <p>Not here: what both sides agreed on ({@code session.Negotiated}).
 */
package org.jbgp.daemon.session.settings;
