package dev.everline.notice;

import dev.everline.storage.AccountData;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Transactions;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Notices on the application's database. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

  @Bean
  Notices notices(DataSource dataSource, IdAllocator ids) {
    return new Notices(new Transactions(dataSource), ids);
  }

  @Bean
  @Order(60)
  AccountData noticeData(Notices notices) {
    return new NoticeData(notices);
  }
}
