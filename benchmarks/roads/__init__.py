"""Real cities, built and asked by this project and by the engines that people run today."""
