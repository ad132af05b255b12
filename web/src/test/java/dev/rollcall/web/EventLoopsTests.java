package dev.rollcall.web;

import java.util.concurrent.atomic.AtomicReference;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.NettyTransportSettings;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

import static org.assertj.core.api.Assertions.assertThat;

class EventLoopsTests {

	private final ReactiveWebApplicationContextRunner service = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventLoops.class));

	@Test
	void storeIsServedByTheThreadsOfHttp() {
		this.service.run((context) -> {
			MongoClientSettings.Builder settings = MongoClientSettings.builder();
			context.getBean(MongoClientSettingsBuilderCustomizer.class).customize(settings);
			NettyTransportSettings transport = (NettyTransportSettings) settings.build().getTransportSettings();
			EventLoopGroup store = transport.getEventLoopGroup();
			assertThat(store).hasSize(Runtime.getRuntime().availableProcessors());
			assertThat(store).contains(serving(context.getBean(ReactorResourceFactory.class)).eventLoop());
		});
	}

	@Test
	void serviceWithoutAStoreKeepsTheThreadsOfBoot() {
		this.service.withClassLoader(new FilteredClassLoader("com.mongodb", "org.springframework.boot.mongodb"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactorResourceFactory.class));
	}

	@Test
	void bootDoesNotMakeResourcesOfItsOwn() {
		this.service.withConfiguration(AutoConfigurations.of(NettyReactiveWebServerAutoConfiguration.class))
			.withBean(HttpHandler.class, () -> (request, response) -> response.setComplete())
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReactorResourceFactory.class));
	}

	/** The server's side of a connection. */
	private static Channel serving(ReactorResourceFactory resources) {
		AtomicReference<Channel> channel = new AtomicReference<>();
		DisposableServer server = HttpServer.create()
			.runOn(resources.getLoopResources())
			.host("127.0.0.1")
			.port(0)
			.doOnConnection((connection) -> channel.set(connection.channel()))
			.handle((request, response) -> response.send())
			.bindNow();
		try {
			HttpClient.newConnection().get().uri("http://127.0.0.1:" + server.port()).response().block();
			return channel.get();
		}
		finally {
			server.disposeNow();
		}
	}

}
