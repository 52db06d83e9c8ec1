/** The relational database behind the ports that gateways and identity define, and the only user of {@code java.sql}. The SQL and its migrations keep to what H2 and PostgreSQL have in common (SQL:2016). */
@NullMarked
package org.tombolo.store.jdbc;

import org.jspecify.annotations.NullMarked;
