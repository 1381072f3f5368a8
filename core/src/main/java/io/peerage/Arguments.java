/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.PureFunction;
import io.peerage.peer.GroupColumn;
import java.util.Objects;

/** Checks arguments of the façade. Pure functions, any thread. */
@PureFunction
final class Arguments {
    private Arguments() {}

    static int length(byte[] id) {
        return given(id, "id is null; pass the peer's id as bytes").length;
    }

    static <T> T given(T argument, String otherwise) {
        return Objects.requireNonNull(argument, otherwise);
    }

    static int slot(HandleSpace connections, long connection) {
        if (!connections.accepts(connection)) {
            throw new IllegalArgumentException(
                    "handle "
                            + connection
                            + " is a refusal or none; ask for the slot of admitted connections only");
        }
        return connections.index(connection);
    }

    static void checkGroup(int group) {
        if (group < 0 || group >= GroupColumn.GROUPS) {
            throw new IllegalArgumentException(
                    "group "
                            + group
                            + " is outside 0 to "
                            + (GroupColumn.GROUPS - 1)
                            + "; number capabilities and shards within it");
        }
    }
}
