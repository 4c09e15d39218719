/**
 * Protocols without neighbors in the running router: static, direct, device, pipe. Start with {@link
 * org.jbgp.daemon.local.LocalInstance}, which also carries the kernel's engine.
 *
 * <p>Not here: what static, direct and device do by themselves ({@code protocol}).
 */
package org.jbgp.daemon.local;
