package dev.rollcall.gateway.route;

import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Spring Cloud creates this once per service, each in its own context, so component
 * scanning must not find it.
 */
class InstanceListConfiguration {

	@Bean
	ServiceInstanceListSupplier instanceList(Environment environment, Instances instances) {
		return new InstanceList(service(environment), instances);
	}

	/** Round robin. Spring Cloud creates one only with service discovery. */
	@Bean
	ReactorLoadBalancer<ServiceInstance> loadBalancer(Environment environment,
			ObjectProvider<ServiceInstanceListSupplier> instanceList) {
		return new RoundRobinLoadBalancer(instanceList, service(environment));
	}

	private static String service(Environment environment) {
		return environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
	}

	private record InstanceList(String service, Instances instances) implements ServiceInstanceListSupplier {

		@Override
		public String getServiceId() {
			return this.service;
		}

		@Override
		public Flux<List<ServiceInstance>> get() {
			return this.instances.of(this.service).flux();
		}

	}

}
