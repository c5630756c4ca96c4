"""In the style of variational_autoencoder: K.* in a Lambda, and the loss as a function of K.*."""
import numpy as np
from keras import backend as K
from keras import objectives
from keras.layers import Dense, Input, Lambda
from keras.models import Model

original_dim, latent_dim, intermediate_dim, epsilon_std = 20, 2, 16, 1.0
x = Input(shape=(original_dim,))
h = Dense(intermediate_dim, activation="relu")(x)
z_mean = Dense(latent_dim)(h)
z_log_var = Dense(latent_dim)(h)


def sampling(args):
    z_mean, z_log_var = args
    epsilon = K.random_normal(shape=(K.shape(z_mean)[0], latent_dim), mean=0.0, stddev=epsilon_std)
    return z_mean + K.exp(z_log_var / 2) * epsilon


z = Lambda(sampling, output_shape=(latent_dim,))([z_mean, z_log_var])
decoder_h = Dense(intermediate_dim, activation="relu")
decoder_mean = Dense(original_dim, activation="sigmoid")
x_decoded_mean = decoder_mean(decoder_h(z))


def vae_loss(x, x_decoded_mean):
    return original_dim * objectives.binary_crossentropy(x, x_decoded_mean)


vae = Model(x, x_decoded_mean)
vae.compile(optimizer="rmsprop", loss=vae_loss)
data = np.random.rand(100, original_dim)
vae.fit(data, data, shuffle=True, epochs=1, batch_size=50, validation_data=(data, data), verbose=0)
encoder = Model(x, z_mean)
print(encoder.predict(data, batch_size=50, verbose=0).shape)
