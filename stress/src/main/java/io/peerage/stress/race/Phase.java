/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

/** Where a storm stands. */
enum Phase {
    WARM_UP,
    MEASURE,
    STOP
}
