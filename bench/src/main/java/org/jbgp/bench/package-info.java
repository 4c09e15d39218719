/** Work in progress. */
package org.jbgp.bench;
