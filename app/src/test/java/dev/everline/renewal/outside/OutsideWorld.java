package dev.everline.renewal.outside;

import dev.everline.ledger.Ledger;
import dev.everline.line.LineService;
import dev.everline.line.due.DueLines;
import dev.everline.renewal.World;
import dev.everline.renewal.order.Orders;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Transactions;

/** The parts that record renewals outside, on a world's database. */
final class OutsideWorld {

  private OutsideWorld() {}

  static LineService lines(World world) {
    return new LineService(
        world.database.dataSource(),
        world.database.seal(),
        new IdAllocator(world.database.dataSource()),
        world.catalog,
        world.engine.lineWatch(),
        world.clock);
  }

  static OutsideRenewals outside(World world) {
    IdAllocator ids = new IdAllocator(world.database.dataSource());
    return new OutsideRenewals(
        new Transactions(world.database.dataSource()),
        new OutsideRenewals.Parts(
            lines(world),
            new DueLines(world.database.seal()),
            new Orders(),
            world.engine.notices(),
            new Ledger(ids),
            ids,
            world.catalog,
            world.engine.quoter()),
        world.clock);
  }
}
