package dev.rollcall.outbox.example;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A service that owns orders.
 */
@SpringBootApplication
class OrdersApplication {

}
