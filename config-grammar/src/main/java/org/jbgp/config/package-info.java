/** Work in progress. */
package org.jbgp.config;
