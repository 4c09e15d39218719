/**
 * Numbers for Prometheus, over HTTP, when the configuration asks for it ({@code listen http}). {@link
 * org.jbgp.daemon.metrics.MetricsPages} is the only way in; as long as nobody makes them, no class of Micrometer is
 * loaded. The router is read through {@code RouterView} and {@code RouterMeters} of {@code control.view}.
 */
package org.jbgp.daemon.metrics;
