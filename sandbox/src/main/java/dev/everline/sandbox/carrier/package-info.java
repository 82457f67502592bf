/**
 * Owns the carrier sandbox: a stand-in for carriers that speaks TM Forum's Prepay Balance
 * Management API (TMF654 v4) over a real socket, keeps lines, balances and validity by each
 * carrier's rules in its own durable state, and fails on command. Offers {@link
 * dev.everline.sandbox.carrier.CarrierSandbox}, to run in this process or as a program of its own,
 * and {@link dev.everline.sandbox.carrier.CarrierSandboxProcess}, which starts, kills and restarts
 * that program. Calls nothing of the application.
 */
@NullMarked
package dev.everline.sandbox.carrier;

import org.jspecify.annotations.NullMarked;
