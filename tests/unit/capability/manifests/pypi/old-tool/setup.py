from setuptools import setup

setup(
    name="watcher",
    version="0.2",
    install_requires=[
        "pynput>=1.7",
        "mss==9.0.1",
        "requests",
    ],
)
