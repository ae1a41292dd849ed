"""The paper's claim put to the test: that a distributed factory emerges only where the deal is better (MODEL 6, E7)."""
