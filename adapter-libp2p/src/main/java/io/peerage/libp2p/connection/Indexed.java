/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import io.libp2p.core.Connection;

/**
 * What is known of a connection, to be found by it.
 *
 * <p><b>Threading</b>: the cell belongs to {@link ConnectionIndex}, which writes it before it publishes the object, and after
 * that only to say that it is empty.
 */
public interface Indexed {
    /** The connection. */
    Connection connection();

    /** Where it lies, −1 if nowhere. */
    int cell();

    /** It lies there now. */
    void cell(int cell);
}
