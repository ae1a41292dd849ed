"""Gaming strategies (MODEL 3.6): each an override of one decision, as data that compiled phases read, and as a seat."""
