package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.util.List;

import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.template.Templates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * One worker per channel: a mail server that hangs does not delay the inbox.
 */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

	private final DeliveryProperties properties;

	private final Clock clock;

	DeliveryConfiguration(DeliveryProperties properties, Clock clock) {
		this.properties = properties;
		this.clock = clock;
	}

	@Bean
	Intervals intervals(ReactiveMongoDatabaseFactory store) {
		return new Intervals(store, this.properties.combiningInterval(), this.properties.lifetime(), this.clock);
	}

	@Bean
	Deliveries deliveries(ReactiveMongoDatabaseFactory store, Intervals intervals) {
		return new Deliveries(store, intervals, this.properties.lifetime(), this.clock);
	}

	@Bean
	Combining combining(Deliveries deliveries, Intervals intervals) {
		return new Combining(deliveries, intervals);
	}

	@Bean
	MailChannel mailChannel(JavaMailSenderImpl server, MailSettings settings, Templates templates, Links links,
			Recipients recipients) {
		new MailEncryption(server, settings).apply();
		return new MailChannel(server, settings, templates, links, recipients);
	}

	@Bean
	DeliverySpans deliverySpans(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
		return new DeliverySpans(tracers.getIfUnique(() -> Tracer.NOOP),
				propagators.getIfUnique(() -> Propagator.NOOP));
	}

	@Bean
	DeliveryWorker mailWorker(MailChannel channel, Deliveries deliveries, Combining combining, MeterRegistry meters,
			DeliverySpans spans) {
		return worker(channel, deliveries, combining, meters, spans);
	}

	@Bean
	DeliveryWorker inboxWorker(InboxChannel channel, Deliveries deliveries, Combining combining, MeterRegistry meters,
			DeliverySpans spans) {
		return worker(channel, deliveries, combining, meters, spans);
	}

	@Bean
	InboxChannel inboxChannel(Inboxes inboxes, Templates templates) {
		return new InboxChannel(inboxes, templates);
	}

	@Bean
	DeliveriesEffect deliveriesEffect(Deliveries deliveries, Erasure erasure, List<DeliveryWorker> workers,
			DeliverySpans spans) {
		return new DeliveriesEffect(new Intake(deliveries, workers), erasure, spans);
	}

	private DeliveryWorker worker(DeliveryChannel channel, Deliveries deliveries, Combining combining,
			MeterRegistry meters, DeliverySpans spans) {
		Sender sender = new Sender(channel, deliveries, combining, this.properties, this.clock, meters, spans);
		return new DeliveryWorker(channel.channel(), sender, deliveries, this.properties,
				new OldestDelivery(channel.channel(), this.clock, meters));
	}

}
