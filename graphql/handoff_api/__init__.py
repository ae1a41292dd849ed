"""The experiment service over GraphQL: types, resolvers, subscriptions and limits."""
