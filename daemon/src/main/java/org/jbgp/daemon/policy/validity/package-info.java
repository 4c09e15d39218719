/**
 * Origin and provider authorizations that come and go while the router runs, as caches bring them: what filters ask,
 * beside the tables of the configuration. Start with {@link org.jbgp.daemon.policy.validity.LiveValidity}.
 *
 * <p>Not here: who brings them ({@code rpki}), and what becomes of routes when they change ({@code rib},
 * {@code instance}).
 */
package org.jbgp.daemon.policy.validity;
