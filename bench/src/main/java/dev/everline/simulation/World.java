package dev.everline.simulation;

import dev.everline.catalog.Catalog;
import dev.everline.storage.Database;
import java.util.SplittableRandom;

/**
 * What the processes and the owners of a simulation share.
 *
 * @param random draws all that isn't drawn by a generator of its own
 * @param chronicle is told of each step
 */
record World(
    Database database,
    Catalog catalog,
    SimulatedClock clock,
    SimulatedCarrier carrier,
    SplittableRandom random,
    Chronicle chronicle) {}
