/**
 * Tells what an identifier is and what it says of a line: the ICCID printed on a SIM, an IMSI, an
 * EID, an IMEI or a telephone number. Pure: the tables come from the catalog's files.
 */
@NullMarked
@NamedInterface("identify")
package dev.everline.catalog.identify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
