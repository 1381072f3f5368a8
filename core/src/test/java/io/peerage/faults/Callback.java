/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

/** Where a manager calls user code. */
enum Callback {
    CONNECTED,
    DISCONNECTED,
    TICKET_EXPIRED,
    CLOSE_FORCED,
    DATA_CLEARED,
    CLOSE,
    DIAL,
    NEED_ADDRESSES;

    boolean isSink() {
        return this == CLOSE || this == DIAL || this == NEED_ADDRESSES;
    }
}
