/**
 * Numbers for Prometheus, over HTTP, when the configuration asks for it ({@code listen http}). {@link
 * org.jbgp.daemon.metrics.MetricsPages} is the only way in; as long as nobody makes them, no class of Micrometer is
 * loaded. The router is read through {@code control.view.RouterView} and {@link org.jbgp.daemon.metrics.RouterMeters}.
 */
package org.jbgp.daemon.metrics;
