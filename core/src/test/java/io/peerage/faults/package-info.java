/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
/** What must hold when something beside the manager goes wrong; {@code docs/faults.md} lists it. */
package io.peerage.faults;
