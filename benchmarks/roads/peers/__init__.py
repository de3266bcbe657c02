"""The engines that this project is compared with, in an environment of their own."""
